# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Completion of airliftctl for bash.

_airliftctl_globals='--account --server --org --user --trust --api-version --password-file
  --token-file --json --verbose --version --help'

# The names of the stored accounts, which may have blanks in them.
_airliftctl_accounts() {
  local IFS=$'\n' name
  for name in $(airliftctl account list --names 2>/dev/null); do
    if [[ $name == "$1"* ]]; then COMPREPLY+=("$(printf %q "$name")"); fi
  done
}

_airliftctl_files() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  # shellcheck disable=SC2207
  COMPREPLY+=($(compgen -f -- "$1"))
}

_airliftctl_words() {
  # shellcheck disable=SC2207
  COMPREPLY+=($(compgen -W "$2" -- "$1"))
}

_airliftctl() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command='' subcommand='' options i
  COMPREPLY=()

  # The command is the first word that is neither an option nor an option's value.
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --account | --server | --org | --user | --trust | --api-version | --password-file | \
        --token-file) ((i++)) ;;
      -*) ;;
      *)
        if [[ -z $command ]]; then
          command=${COMP_WORDS[i]}
        elif [[ $command == account && -z $subcommand ]]; then
          subcommand=${COMP_WORDS[i]}
        fi
        ;;
    esac
  done

  case $previous in
    --account)
      _airliftctl_accounts "$current"
      return
      ;;
    --password-file | --token-file)
      _airliftctl_files "$current"
      return
      ;;
    --on-conflict)
      _airliftctl_words "$current" 'fail rename replace skip'
      return
      ;;
    --server | --org | --user | --trust | --api-version | --to | --name | --description | \
      --storage-profile | --limit-rate | --parallel | --title | --watch)
      return
      ;;
    -t | -n | -d)
      return
      ;;
    -o | --output)
      _airliftctl_files "$current"
      return
      ;;
  esac

  case $command${subcommand:+ $subcommand} in
    '') options='account catalogs list upload download edit delete clean resume' ;;
    account) options='add list remove check' ;;
    'account add') options='--title' ;;
    'account list') options='--names' ;;
    'account remove' | 'account check')
      if [[ $current != -* ]]; then _airliftctl_accounts "$current"; fi
      ;;
    upload)
      options='--to --name --description --storage-profile --on-conflict --limit-rate --parallel
        --no-wait --checksum'
      if [[ $current != -* ]]; then
        _airliftctl_files "$current"
        return
      fi
      ;;
    download) options='--output --limit-rate' ;;
    edit) options='--name --description' ;;
    delete) options='--yes' ;;
    clean) options='--yes --watch' ;;
    resume) options='--limit-rate --parallel --no-wait' ;;
  esac

  if [[ $current == -* ]]; then
    _airliftctl_words "$current" "${options-} $_airliftctl_globals"
  elif [[ -z $command || ($command == account && -z $subcommand) ]]; then
    _airliftctl_words "$current" "$options"
  fi
}

complete -F _airliftctl airliftctl
