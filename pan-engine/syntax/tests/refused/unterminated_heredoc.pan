template t;
'/a' = <<END;
text
  END
