"""Trained models: their files, their register, and who becomes champion."""
