template t;
X = 1;
