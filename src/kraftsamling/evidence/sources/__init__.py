"""One folder per producer of official data: `fetch.py` asks, `ingest.py` reads, `source.yaml` tells."""
