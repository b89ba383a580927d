"""How outputs follow inputs: `vary`, the lines of a spider, the tornado, and switching values."""
