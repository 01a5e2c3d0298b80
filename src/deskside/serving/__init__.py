"""The web server: takes connections, bounds what strangers may cost, runs what `app` puts together."""
