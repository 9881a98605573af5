"""The command line: each verb without a window, plain French or JSON."""
