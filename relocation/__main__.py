"""The command line where its name is not found: python -m relocation."""

from relocation.cli import main

if __name__ == "__main__":
    main()
