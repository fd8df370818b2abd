template t;
'/a' = "C:\dir";
'/b' = "\x4";
