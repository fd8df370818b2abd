template t;
'/a' = --5;
