"""Edge to where large things lie: a folder of this machine or an S3-compatible bucket, both through obstore. Knows
nothing of what it keeps."""
