"""The command line: reads arguments, calls one function, hands the answer to a report."""
