template t;
'/a' = {};
