template plain;
'/x' = 1;
