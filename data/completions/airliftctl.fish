# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of airliftctl for fish.

set -l commands account catalogs list upload download edit delete clean resume
set -l account_commands add list remove check

function __airliftctl_accounts
    airliftctl account list --names 2>/dev/null
end

complete -c airliftctl -f

complete -c airliftctl -l account -x -a '(__airliftctl_accounts)' -d 'Stored account'
complete -c airliftctl -l server -x -d 'The server\'s address'
complete -c airliftctl -l org -x -d 'Organization'
complete -c airliftctl -l user -x -d 'User'
complete -c airliftctl -l trust -x -d 'Trust the certificate with this fingerprint'
complete -c airliftctl -l api-version -x -d 'Speak this version of the API'
complete -c airliftctl -l password-file -r -F -d 'Read the password from a file'
complete -c airliftctl -l token-file -r -F -d 'Read the API token from a file'
complete -c airliftctl -l json -d 'Print JSON, one object a line'
complete -c airliftctl -s v -l verbose -d 'Print a report of what fails'
complete -c airliftctl -l version -d 'Print the version'
complete -c airliftctl -s h -l help -d 'Print help'

set -l none "not __fish_seen_subcommand_from $commands"
complete -c airliftctl -n $none -a account -d 'Stored accounts'
complete -c airliftctl -n $none -a catalogs -d 'List the catalogs'
complete -c airliftctl -n $none -a list -d 'List the images in a catalog'
complete -c airliftctl -n $none -a upload -d 'Upload disk images to a catalog'
complete -c airliftctl -n $none -a download -d 'Download an image'
complete -c airliftctl -n $none -a edit -d 'Change an image\'s name or description'
complete -c airliftctl -n $none -a delete -d 'Delete images'
complete -c airliftctl -n $none -a clean -d 'Delete uploads that were left unfinished'
complete -c airliftctl -n $none -a resume -d 'Go on with interrupted uploads'

set -l account '__fish_seen_subcommand_from account'
set -l no_account "$account; and not __fish_seen_subcommand_from $account_commands"
complete -c airliftctl -n $no_account -a add -d 'Store an account'
complete -c airliftctl -n $no_account -a list -d 'List the stored accounts'
complete -c airliftctl -n $no_account -a remove -d 'Forget an account and its secret'
complete -c airliftctl -n $no_account -a check -d 'Try to sign in'
complete -c airliftctl -n "$account; and __fish_seen_subcommand_from add" -s t -l title -x \
    -d 'Name of the account'
complete -c airliftctl -n "$account; and __fish_seen_subcommand_from list" -l names \
    -d 'Print the names only'
complete -c airliftctl -n "$account; and __fish_seen_subcommand_from remove check" \
    -a '(__airliftctl_accounts)'

set -l upload '__fish_seen_subcommand_from upload'
complete -c airliftctl -n $upload -F
complete -c airliftctl -n $upload -s t -l to -x -d 'Catalog'
complete -c airliftctl -n $upload -l storage-profile -x -d 'Storage profile'
complete -c airliftctl -n $upload -l on-conflict -x -a 'fail rename replace skip' \
    -d 'If the name is taken'
complete -c airliftctl -n $upload -l checksum -d 'Record the SHA-256 in the metadata'
complete -c airliftctl -n '__fish_seen_subcommand_from upload edit' -s n -l name -x \
    -d 'Name of the image'
complete -c airliftctl -n '__fish_seen_subcommand_from upload edit' -s d -l description -x \
    -d 'Description'
complete -c airliftctl -n '__fish_seen_subcommand_from upload download resume' -l limit-rate -x \
    -d 'Bytes a second at most'
complete -c airliftctl -n '__fish_seen_subcommand_from upload resume' -l parallel -x \
    -d 'Files at once'
complete -c airliftctl -n '__fish_seen_subcommand_from upload resume' -l no-wait \
    -d 'End when all is sent'
complete -c airliftctl -n '__fish_seen_subcommand_from download' -s o -l output -r -F -d 'File'
complete -c airliftctl -n '__fish_seen_subcommand_from delete clean' -s y -l yes -d 'Do not ask'
complete -c airliftctl -n '__fish_seen_subcommand_from clean' -l watch -x -d 'Seconds to look for bytes'
