@rem Windows: the same as ./run
@py -3 "%~dp0run" %*
