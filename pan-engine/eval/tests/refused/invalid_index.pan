template t;
'/a' = { x[''] = 1; x[true]['a'] = 2; x['08'] = 3 };
