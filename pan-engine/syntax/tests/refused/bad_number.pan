template t;
'/a' = 08;
'/b' = 1st;
