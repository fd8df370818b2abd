template t;
'/a' = 1;
template u;
