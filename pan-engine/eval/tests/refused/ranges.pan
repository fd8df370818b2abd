template t;
type a = long(3..2);
type b = string[5..-5];
type c = long(..99999999999999999999);
