template t;
'/a' = 5 $ 3;
