template t;
type a = long = X + 1;
type b = { 'x' : string = undef  'y' ? list = null };
type c = long = value('/a');
