template t;
variable type = 1;
'/a' = { unique = 1 };
