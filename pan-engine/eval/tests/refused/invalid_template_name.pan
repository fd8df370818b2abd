template a//b;
