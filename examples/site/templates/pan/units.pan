# Units of size and frequency. The templates that the broker generates write sizes as a number times a unit.
declaration template pan/units;

final variable MB = 1;
final variable GB = 1024 * MB;
final variable TB = 1024 * GB;

final variable MHz = 1;
final variable GHz = 1000 * MHz;
