"""The codebook's page: its entries at the left, the current one in the middle."""
