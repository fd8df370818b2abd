template t;
'/a' = 'it's';
'/b' = "two
lines";
