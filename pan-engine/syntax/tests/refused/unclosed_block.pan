object template t;
variable A = {
    x = 1;
    if (x == 1) {
        x = 2;
    ;
variable B = 1;
'/b' = 2;
