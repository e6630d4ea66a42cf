import base, sys, display, time
class Try(base.TestCase):
    def test_it(self):
        app = self.start_app()
        app.close_window()
        time.sleep(2)
        print(app.process.poll(), display.screen.find_windows(app.process.pid))
base.main()
