object template t;
'/a' = (1;
variable = 2;
function f { 1 };
'/ok' = 3;
'/b' = if (x) { 1 } else;
