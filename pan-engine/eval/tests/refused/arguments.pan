template t;
'/a' = length();
'/b' = dict('a');
'/c' = exists(1);
'/d' = create();
'/e' = is_valid(X);
'/f' = first(X, 1, v);
'/g' = { return(1, 2) };
'/h' = debug();
