declaration template t;
variable X = 1;
'/a' = 1;
type x = long;
function f = 1;
