"""What can be asked of the daemon over HTTP: `docs/http.md` lists it all."""
