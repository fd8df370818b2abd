template t;
variable SELF = 1;
final variable ARGV = list();
'/a' = { OBJECT = 1; SELF = 2; SELF['x'] = 3; foreach (TEMPLATE; v; list()) 1; ARGC(1) };
'/b' = delete(FUNCTION);
