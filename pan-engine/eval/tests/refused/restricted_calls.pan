template t;
'/a' = length(return(1));
'/b' = { x[if (y) error('no') else 1] };
'/c' = f(if (false) error('dropped') else 1);
'/d' = list({ a = 1; return(a) });
