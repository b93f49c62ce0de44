"""JobTech: the taxonomy of the Swedish labour market, and job ads, from the Public Employment Service."""
