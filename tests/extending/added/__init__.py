"""The files that are added, each as the table of CONTRIBUTING asks for it."""
