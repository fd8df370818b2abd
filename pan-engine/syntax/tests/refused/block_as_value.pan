template t;
'/a' = {
    x = { 1 };
};
