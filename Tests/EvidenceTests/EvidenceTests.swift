// The tests of this module stand beside this file, one for each of its parts.
