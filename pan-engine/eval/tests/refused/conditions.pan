template t;
'/a' = if (1) 2;
'/b' = while ('x') 1;
'/c' = if (true) 1 else 1 / 0;
