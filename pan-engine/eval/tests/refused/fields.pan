template t;
type a = { 'x/y' : long  '0' : long  '' ? long  '{a/b}' : long };
