"""What the program needs of the machine: files, tables of rows, streams, processes, cores."""
