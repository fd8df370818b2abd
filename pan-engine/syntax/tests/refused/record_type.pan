template t;
type a = {
    'x' : long
    y ? string
};
type b = long(1..x);
type c = choice(red, green);
