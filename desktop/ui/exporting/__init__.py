"""Tables that leave: the columns chosen, their models, where they are written."""
