"""Maatje as a process: started, killed and started again, seen only from outside."""
