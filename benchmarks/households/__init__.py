"""The rules of households beside other libraries: ten rules on a roster, added up by village."""
