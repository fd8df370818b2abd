template t;
'/a' = split(',', X)[0];
'/b' = { x = (y)[0] };
