"""Start: hands over to the command line, which opens the window when nothing is asked."""

import sys

from desktop.cli import main

sys.exit(main())
