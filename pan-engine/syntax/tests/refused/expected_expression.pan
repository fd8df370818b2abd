template t;
'/a' = 1 + ;
'/b' = list(1, 2;
'/c' = {
    f(x y);
    if (a) { b c } else { d };
    e
};
