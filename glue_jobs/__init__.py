"""The batch doors: PySpark scripts that turn source files into import files of Amazon Personalize."""
