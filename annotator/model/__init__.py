"""What everything else speaks of: frozen values, standard library only."""
