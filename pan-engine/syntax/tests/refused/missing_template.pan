# a comment
variable X = 1;
