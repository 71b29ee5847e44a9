"""OKS AP, PCKh and person recall."""
