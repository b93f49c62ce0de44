"""UN Comtrade: trade by product as each country reports it."""
