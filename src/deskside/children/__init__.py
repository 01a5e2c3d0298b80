"""Programs that the server runs beside itself, and that outlive it: started, watched, adopted again, ended."""
