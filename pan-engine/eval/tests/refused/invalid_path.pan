object template t;
'/a//b' = 1;
'/a/{b' = 1;
'/a b' = 1;
'/a/08' = 1;
'/1/a' = 1;
prefix '/a/{{';
