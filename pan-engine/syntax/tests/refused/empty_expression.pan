template t;
'/a' = ;
'/b' = { x = 1;; x };
